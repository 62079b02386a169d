/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  /** An address of the console; else what it does. */
  readonly to?: string;
  readonly does?: () => void;
}
