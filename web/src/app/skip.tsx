import { useTranslation } from 'react-i18next';

/** The first stop of the keyboard: past the frame, to the text. */
export function SkipLink() {
  const { t } = useTranslation();
  return (
    <a
      className="skip"
      href="#main"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
    >
      {t('shell.skip')}
    </a>
  );
}
