/** The original's rule for names. */
export const VM_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,29}$/;

/** The rule in words. */
export const VM_NAME_RULE =
  'A name has 1 to 30 letters, digits, - or _, and starts with a letter or digit.';
