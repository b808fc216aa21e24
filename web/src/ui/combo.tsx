import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { useContext, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFaults } from './field';
import { useFinder } from './find';

export interface ComboItem {
  id: string;
  name: string;
  also?: string[];
}

/** Choices offered at once; whoever wants another types more. */
const MOST = 100;
/** The choice of no item. */
const NONE = 'none';

/** One of many by typing: characters, full pinyin, or initials. An emptied field chooses nothing. */
export function Combo({
  label,
  hint,
  name,
  items,
  value,
  onChange,
  none,
  adds,
}: {
  label: string;
  hint?: string;
  name: string;
  items: ComboItem[];
  value: string | null;
  onChange: (id: string | null) => void;
  /** What it means that nothing is chosen: said in the empty field, and the first choice of the list. */
  none?: string;
  /** What is chosen goes into a list elsewhere: the field is empty again afterwards. */
  adds?: boolean;
}) {
  const { t } = useTranslation();
  const fault = useContext(FormFaults)[name];
  const chosen = items.find(({ id }) => id === value)?.name ?? '';
  const [typed, setTyped] = useState(chosen);
  const [said, setSaid] = useState(chosen);
  if (chosen !== said) {
    // Chosen elsewhere, or its name has only now arrived.
    setSaid(chosen);
    setTyped(chosen);
  }
  const [again, setAgain] = useState(0);
  const { finds, loading } = useFinder(chosen === typed ? '' : typed);
  const found = items.filter(({ name: own, also = [] }) => finds(own, ...also)).slice(0, MOST);
  if (none && value !== null && finds(none)) found.unshift({ id: NONE, name: none });
  // Inside a dialog the list must be inside, too: everything else is out of reach while it is open.
  const [container, setContainer] = useState<Element>();
  const input = useRef<HTMLInputElement>(null);
  const finished = useRef(false);
  return (
    <ComboBox
      ref={(element) => setContainer(element?.closest('dialog') ?? undefined)}
      className={fault ? 'field field-bad' : 'field'}
      items={found}
      inputValue={typed}
      onInputChange={setTyped}
      selectedKey={value}
      menuTrigger="input"
      key={again}
      autoFocus={again > 0}
      allowsEmptyCollection
      isInvalid={!!fault}
      onSelectionChange={(key) => {
        // Scrolling closes the list as if the field were left. Whoever is still in it goes on typing.
        if (key === value && !finished.current && document.activeElement === input.current) return;
        if (adds && key === null) return;
        // Left without another choice: the field says again what is chosen. An emptied one has chosen nothing by now.
        if (key === value) return setTyped(chosen);
        onChange(key === null || key === NONE ? null : String(key));
        // A field that adds to a list begins anew, closed and empty; one that holds its choice shows it.
        setTyped(adds ? '' : (items.find(({ id }) => id === key)?.name ?? ''));
        if (adds) setAgain(again + 1);
      }}
    >
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {fault && <p className="fault">{fault}</p>}
      <div
        className="combo"
        onInput={({ target }) => {
          if (value !== null && (target as HTMLInputElement).value === '') onChange(null);
        }}
        onKeyDownCapture={(event) => {
          finished.current = event.key === 'Escape' || event.key === 'Enter';
          // Escape closes the list; the dialog around it only the next time.
          if (event.key === 'Escape' && input.current!.getAttribute('aria-expanded') === 'true') event.preventDefault();
        }}
      >
        <Input ref={input} className="input" id={`f-${name}`} placeholder={none} />
        <Button className="combo-open" aria-label={t('ui.open_list')}>
          ▾
        </Button>
      </div>
      <Popover className="combo-list" UNSTABLE_portalContainer={container}>
        <ListBox
          renderEmptyState={() => <p className="combo-none">{t(loading ? 'ui.loading' : 'ui.nothing_found')}</p>}
        >
          {(item: ComboItem) => (
            <ListBoxItem id={item.id} textValue={item.name} className="combo-item">
              {item.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
