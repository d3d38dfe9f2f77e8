import { useQuery } from '@apollo/client/react';
import { Button, SearchInput } from '@patternfly/react-core';
import CogIcon from '@patternfly/react-icons/dist/esm/icons/cog-icon';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { type ConstantFieldsFragment, ConstantListDocument } from '../../api/generated/graphql.ts';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Section } from '../../components/Section.tsx';
import { SectionNav } from '../../components/SectionNav.tsx';
import { t } from '../../messages/message.ts';
import { EditSettingDialog } from './EditSettingDialog.tsx';
import { MailSection } from './MailSection.tsx';
import { SettingGroup } from './SettingGroup.tsx';
import { differs, type SettingFilter, settingGroups } from './setting-list.ts';
import './settings.css';

/** What an admin may set, by subject, each with its range and meaning. */
export function Component() {
  const { data, error, refetch } = useQuery(ConstantListDocument);
  const [editing, setEditing] = useState<ConstantFieldsFragment>();
  const { filter, change } = useFilter();
  const settings = data?.constants;
  const groups = [...settingGroups(settings ?? [], filter)];
  const isWhole = !filter.text && !filter.changed;
  const shared = {
    error,
    onRetry: () => void refetch().catch(() => undefined),
    onEdit: setEditing,
  };
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <Toolbar
        filter={filter}
        onChange={change}
        all={settings}
        shown={groups.reduce((sum, [, group]) => sum + group.length, 0)}
      />
      {settings && groups.length > 1 && (
        <SectionNav
          label={t('settings.subjects')}
          sections={[
            ...groups.map(([subject, group]) => ({
              id: subject.toLowerCase(),
              label: t(`settings.subject.${subject}`),
              count: group.length,
            })),
            ...(isWhole ? [{ id: 'mail', label: t('mail.title') }] : []),
          ]}
        />
      )}
      <div className="bd-settings">
        {!settings && <SettingGroup label={t('settings.title')} settings={undefined} {...shared} />}
        {groups.map(([subject, group]) => (
          <Section
            key={subject}
            id={subject.toLowerCase()}
            title={t(`settings.subject.${subject}`)}
          >
            <SettingGroup label={t(`settings.subject.${subject}`)} settings={group} {...shared} />
          </Section>
        ))}
      </div>
      {settings && groups.length === 0 && (
        <EmptyFrame
          icon={<CogIcon />}
          title={t('settings.empty')}
          text={filter.text ? t('settings.empty.text') : t('settings.empty.changed')}
          action={
            <Button variant="secondary" onClick={() => change({ text: '', changed: false })}>
              {t('filter.clear')}
            </Button>
          }
        />
      )}
      {isWhole && <MailSection />}
      {editing && <EditSettingDialog setting={editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}

/** What is looked for is in the address. */
function useFilter() {
  const [params, setParams] = useSearchParams();
  const filter = { text: params.get('q') ?? '', changed: params.has('changed') };
  const change = (next: Partial<SettingFilter>) => {
    const { text, changed } = { ...filter, ...next };
    setParams({ ...(text && { q: text }), ...(changed && { changed: '1' }) }, { replace: true });
  };
  return { filter, change } as const;
}

interface ToolbarProps {
  readonly filter: SettingFilter;
  readonly onChange: (next: Partial<SettingFilter>) => void;
  readonly all: readonly ConstantFieldsFragment[] | undefined;
  readonly shown: number;
}

function Toolbar({ filter, onChange, all, shown }: ToolbarProps) {
  return (
    <search className="bd-toolbar">
      <SearchInput
        className="bd-search"
        aria-label={t('settings.search')}
        placeholder={t('settings.search')}
        value={filter.text}
        onChange={(_event, text) => onChange({ text })}
        onClear={() => onChange({ text: '' })}
      />
      <Button
        variant="tertiary"
        className="bd-toggle"
        aria-pressed={filter.changed}
        onClick={() => onChange({ changed: !filter.changed })}
      >
        {all
          ? t('settings.onlyChanged', { count: all.filter(differs).length })
          : t('settings.differs')}
      </Button>
      <span className="bd-toolbar-space" />
      <span className="bd-subtle" role="status">
        {all && t('settings.count', { shown, all: all.length })}
      </span>
    </search>
  );
}
