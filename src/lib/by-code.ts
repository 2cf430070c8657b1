/** Names by their codes on the wire. */
export const byCode = <Name extends string>(
  codes: Readonly<Record<Name, number>>,
): ReadonlyMap<number, Name> =>
  new Map(Object.entries<number>(codes).map(([name, code]) => [code, name as Name]));
