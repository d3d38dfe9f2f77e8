import type { DataTableProps } from './DataTable.tsx';
import './CardList.css';

/** The rows of a table as compact cards: the first column is the title, the others its facts. */
export function CardList<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, rowActions, card } = props;
  const [title, ...facts] = columns;
  if (!rows) {
    return (
      <ul className="bd-cards" aria-label={props.label} aria-busy="true">
        {[0, 1, 2, 3, 4, 5, 6].map((key) => (
          <li key={key} className="bd-card">
            <span className="bd-skeleton" />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul className="bd-cards" aria-label={props.label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className="bd-card">
          {card ? (
            card(row)
          ) : (
            <>
              <div className="bd-card-head">
                <span className="bd-card-title">{title?.cell(row)}</span>
                {rowActions?.(row)}
              </div>
              <dl className="bd-card-facts">
                {facts.map((fact) => (
                  <div key={fact.key}>
                    <dt>{fact.label}</dt>
                    <dd>{fact.cell(row)}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
