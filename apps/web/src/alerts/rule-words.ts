import type { AlertRuleFieldsFragment } from '../api/generated/graphql.ts';
import { formatMetric } from '../charts/metric-units.ts';
import { t } from '../messages/message.ts';
import { figureUnits, figureWord } from './alert-figures.ts';

/** What a rule is told by. */
export type RuleTerms = Pick<
  AlertRuleFieldsFragment,
  'subjectKind' | 'figure' | 'comparison' | 'threshold' | 'clearAt' | 'forSeconds'
>;

/** A rule in words: its figure, the threshold, and for how long. */
export function ruleWords(rule: RuleTerms): string {
  const { figure, comparison, forSeconds: seconds } = rule;
  const atOnce = seconds === 0;
  if (figure === 'up') return atOnce ? t('alerts.downAtOnce') : t('alerts.downFor', { seconds });
  if (figure === 'degradedLinks' && comparison === 'ABOVE' && rule.threshold < 1)
    return atOnce ? t('alerts.anyLink') : t('alerts.anyLinkFor', { seconds });
  const unit = figureUnits[rule.subjectKind][figure] ?? '';
  const terms = {
    figure: figureWord(figure),
    threshold: formatMetric(unit, rule.threshold),
    clear: formatMetric(unit, rule.clearAt),
  };
  if (atOnce) return t(comparison === 'ABOVE' ? 'alerts.aboveAtOnce' : 'alerts.belowAtOnce', terms);
  return t(comparison === 'ABOVE' ? 'alerts.aboveFor' : 'alerts.belowFor', { ...terms, seconds });
}
