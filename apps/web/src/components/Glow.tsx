import { type ReactNode, useEffect, useRef } from 'react';
import './Glow.css';

/**
 * Lets its content glow for a moment when `of` changes, so that a live change is seen.
 * It does not glow when first shown, nor where reduced motion is asked for.
 */
export function Glow({ of, children }: { of: string | number | null; children: ReactNode }) {
  const element = useRef<HTMLSpanElement>(null);
  const last = useRef(of);
  useEffect(() => {
    if (last.current === of) return;
    last.current = of;
    const target = element.current;
    if (!target) return;
    target.classList.remove('bd-glow-on');
    // Reading the layout lets the same animation start again.
    void target.offsetWidth;
    target.classList.add('bd-glow-on');
  }, [of]);
  return (
    <span ref={element} className="bd-glow">
      {children}
    </span>
  );
}
