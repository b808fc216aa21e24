import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A question on top of the page. The browser's own dialog keeps the focus inside and gives it back. */
export function Dialog({
  title,
  open,
  onClose,
  children,
  wide,
  required,
}: {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  /** Cannot be put aside: there is no way on without it. */
  required?: boolean;
}) {
  const { t } = useTranslation();
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current!;
    if (open && !dialog.open) {
      dialog.showModal();
      // Where there is something to fill in, one begins there; on a telephone its own keyboard would cover the question.
      const field = dialog.querySelector<HTMLInputElement>('input, select, textarea');
      if (field && !matchMedia('(pointer: coarse)').matches)
        (dialog.querySelector<HTMLElement>(`[name="${field.name}"]:checked`) ?? field).focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      className={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!required) onClose();
      }}
    >
      {open && (
        <>
          <div className="dialog-head">
            <h2 id={id}>{title}</h2>
            {!required && (
              <button type="button" className="close" onClick={onClose} aria-label={t('ui.close')}>
                ×
              </button>
            )}
          </div>
          {children}
        </>
      )}
    </dialog>
  );
}
