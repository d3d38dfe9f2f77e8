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

/** The range that a value must be in, in words. */
export function rangeOf({ min, max }: Setting): string | undefined {
  if (min !== null && max !== null) return t('settings.range', { min, max });
  if (min !== null) return t('settings.least', { min });
  return max === null ? undefined : t('settings.most', { max });
}
