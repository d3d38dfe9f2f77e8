import { useEffect } from 'react';
import './SectionNav.css';

interface SectionNavProps {
  readonly label: string;
  readonly sections: readonly {
    /** The id of a {@link Section} of this page. */
    readonly id: string;
    readonly label: string;
    readonly count?: number;
  }[];
}

/** The sections of a long page, each a link that can be copied; a link to one leads there. */
export function SectionNav({ label, sections }: SectionNavProps) {
  useEffect(() => {
    // The browser looked for it before it was there.
    const id = decodeURIComponent(location.hash.slice(1));
    if (id) document.getElementById(id)?.scrollIntoView();
  }, []);
  return (
    <nav className="bd-section-nav" aria-label={label}>
      {sections.map((section) => (
        <a key={section.id} className="bd-link" href={`#${section.id}`}>
          {section.label}
          {section.count !== undefined && <span className="bd-subtle"> {section.count}</span>}
        </a>
      ))}
    </nav>
  );
}
