import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';

/** Reads a text aloud, where the browser can; nothing is shown where it cannot. */
export function ReadAloud({ text }: { text: string }) {
  const { t, i18n } = useTranslation();
  const [speaking, setSpeaking] = useState(false);
  const can = 'speechSynthesis' in window;
  useEffect(
    () => () => {
      if (can) speechSynthesis.cancel();
    },
    [can, text],
  );
  if (!can) return null;
  const toggle = () => {
    speechSynthesis.cancel();
    if (speaking) return setSpeaking(false);
    const words = new SpeechSynthesisUtterance(text);
    words.lang = i18n.language;
    words.rate = 0.85;
    words.onend = words.onerror = () => setSpeaking(false);
    speechSynthesis.speak(words);
    setSpeaking(true);
  };
  return (
    <Button className="aloud no-print" onClick={toggle} aria-pressed={speaking}>
      <svg
        width="28"
        height="28"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="M4 9v6h4l5 4V5L8 9H4z" />
        {speaking ? <path d="M17 9l5 6M22 9l-5 6" /> : <path d="M17 8a6 6 0 0 1 0 8M19.5 5.5a9.5 9.5 0 0 1 0 13" />}
      </svg>
      {t(speaking ? 'aloud.stop' : 'aloud.start')}
    </Button>
  );
}
