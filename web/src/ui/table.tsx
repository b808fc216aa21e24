import type { ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  label: ReactNode;
  cell: (row: Row) => ReactNode;
  /** The cell that names the row; its header. */
  head?: boolean;
  end?: boolean;
  /** So short that on a telephone two of them have one line; they come in pairs. */
  short?: boolean;
}

/** A table a person can scan; on a narrow screen every row becomes a small card with its labels. */
export function Table<Row>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
}) {
  return (
    <table className="table">
      <caption className="sr">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={column.end ? 'end' : undefined}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => {
              const inside = (
                <>
                  <span className="cell-label" aria-hidden="true">
                    {column.label}
                  </span>
                  <span className="cell">{column.cell(row)}</span>
                </>
              );
              return column.head ? (
                <th key={column.key} scope="row">
                  {inside}
                </th>
              ) : (
                <td
                  key={column.key}
                  className={[column.end && 'end', column.short && 'short'].filter(Boolean).join(' ')}
                >
                  {inside}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
