import type { ConstantFieldsFragment, ConstantSubject } from '../../api/generated/graphql.ts';
import { t } from '../../messages/message.ts';

type Setting = ConstantFieldsFragment;

/** Whether an admin gave it another value than it has by itself. */
export function differs({ value, default: fallback }: Setting): boolean {
  return value !== fallback && Number(value) !== Number(fallback);
}

/** What is looked for: words that all stand in the name, the meaning or the subject. */
export interface SettingFilter {
  readonly text: string;
  readonly changed: boolean;
}

/** The settings that match, by subject, in the order the server gives them. */
export function settingGroups(
  settings: readonly Setting[],
  { text, changed }: SettingFilter,
): ReadonlyMap<ConstantSubject, readonly Setting[]> {
  const words = text.toLowerCase().split(/\s+/);
  const groups = new Map<ConstantSubject, Setting[]>();
  for (const setting of settings) {
    const { name, description, subject } = setting;
    const said = `${name} ${description} ${t(`settings.subject.${subject}`)}`.toLowerCase();
    if (!words.every((word) => said.includes(word)) || (changed && !differs(setting))) continue;
    groups.set(subject, [...(groups.get(subject) ?? []), setting]);
  }
  return groups;
}

/** Whether it is turned on and off, with 1 and 0. */
export function isSwitch({ type, min, max }: Pick<Setting, 'type' | 'min' | 'max'>): boolean {
  return type === 'INT' && min === 0 && max === 1;
}

/** A value of a setting, without its unit. */
export function valueWords(setting: Setting, value: string): string {
  if (!isSwitch(setting)) return value;
  return Number(value) === 1 ? t('settings.on') : t('settings.off');
}

/** The range that a value must be in, in words. */
export function rangeOf(setting: Setting): string | undefined {
  const { min, max } = setting;
  if (isSwitch(setting)) return t('settings.onOrOff');
  if (min !== null && max !== null) return t('settings.range', { min, max });
  if (min !== null) return t('settings.least', { min });
  return max === null ? undefined : t('settings.most', { max });
}
