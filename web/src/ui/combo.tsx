import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFaults } from './field';

export interface ComboItem {
  id: string;
  name: string;
  also?: string[];
}

type Pinyin = (text: string) => string;
let pinyin: Promise<{ full: Pinyin; initials: Pinyin }> | undefined;
/** Pinyin comes with its dictionary, so it is fetched when somebody first types Latin letters. */
const loadPinyin = () => (pinyin ??= import('./pinyin'));

/** One of many by typing: characters, full pinyin, or initials. */
export function Combo({
  label,
  hint,
  name,
  items,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  name: string;
  items: ComboItem[];
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const fault = useContext(FormFaults)[name];
  const [typed, setTyped] = useState(() => items.find(({ id }) => id === value)?.name ?? '');
  const [sounds, setSounds] = useState<Map<string, string> | null>(null);
  const chosen = items.find(({ id }) => id === value);
  const type = (text: string) => {
    setTyped(text);
    if (!sounds && /[a-z]/i.test(text))
      void loadPinyin().then(({ full, initials }) =>
        setSounds(
          new Map(
            items.map((item) => [
              item.id,
              [item.name, ...(item.also ?? [])].map((word) => `${full(word)} ${initials(word)}`).join(' '),
            ]),
          ),
        ),
      );
  };
  const found = useMemo(() => {
    const wanted = typed.trim().toLowerCase();
    if (!wanted || chosen?.name === typed) return items.slice(0, 100);
    return items
      .filter(
        (item) =>
          [item.name, ...(item.also ?? [])].some((word) => word.toLowerCase().includes(wanted)) ||
          sounds?.get(item.id)?.includes(wanted.replace(/\s/g, '')),
      )
      .slice(0, 100);
  }, [items, typed, sounds, chosen]);
  return (
    <ComboBox
      className={fault ? 'field field-bad' : 'field'}
      items={found}
      inputValue={typed}
      onInputChange={type}
      selectedKey={value}
      menuTrigger="focus"
      allowsEmptyCollection
      isInvalid={!!fault}
      onSelectionChange={(key) => {
        onChange(key === null ? null : String(key));
        setTyped(value === null && key !== null ? '' : (items.find(({ id }) => id === key)?.name ?? ''));
      }}
    >
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {fault && <p className="fault">{fault}</p>}
      <div className="combo">
        <Input className="input" id={`f-${name}`} />
        <Button className="combo-open" aria-label={t('ui.open_list')}>
          ▾
        </Button>
      </div>
      <Popover className="combo-list">
        <ListBox renderEmptyState={() => <p className="combo-none">{t('ui.nothing_found')}</p>}>
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
