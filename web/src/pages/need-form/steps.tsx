import { Programme, What } from './step-programme';
import { Who, How } from './step-who-how';
import { When } from './step-when';
import { Contact, Where } from './step-where-contact';
import type { Step, StepProps } from './draft';

/** The fields of one step: one thing per page. */
export function StepFields({ step, ...props }: StepProps & { step: Exclude<Step, 'check'> }) {
  const Fields = { programme: Programme, what: What, who: Who, how: How, when: When, where: Where, contact: Contact }[
    step
  ];
  return <Fields {...props} />;
}
