/**
 * Elementwise arithmetic over whatever `T` stands for: plain numbers, values of a graph, or registers of a compiled
 * loop. An update rule written against it once exists in every form that providers want.
 */
export interface Arithmetic<T> {
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  sqrt(a: T): T;
}
