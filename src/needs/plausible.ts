/** What of a need can be told to be a slip of the hand by looking at today. */
import type { FieldFault } from '../platform/errors/app-error';
import type { NeedDraftDto } from './needs.dto';

/** A consent that has not been given yet is none. */
export const consentFaults = ({ guardianConsentOn }: NeedDraftDto, today: string): FieldFault[] =>
  (guardianConsentOn ?? '') > today ? [{ pointer: '/guardianConsentOn', code: 'in_future' }] : [];
