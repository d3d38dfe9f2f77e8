import { useQuery } from '@apollo/client/react';
import { FormGroup } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { type CreateVmChoicesQuery, CreateVmHostsDocument } from '../../api/generated/graphql.ts';
import { Amount } from '../../components/Amount.tsx';
import { diskQuantity, ramQuantity } from '../../components/byte-size.ts';
import { PickOne } from '../../components/PickList.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { type NewVmDraft, presets } from './new-vm-form.ts';
import type { useNewVmForm } from './use-new-vm-form.ts';

type Template = CreateVmChoicesQuery['templates'][number];

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly id?: string;
  readonly checked: boolean;
  readonly title: string;
  readonly onPick: () => void;
  readonly children: ReactNode;
}

/** A radio button that looks like a card. */
function Tile({ name, value, id, checked, title, onPick, children }: TileProps) {
  return (
    <label className="bd-tile">
      <input
        type="radio"
        name={name}
        value={value}
        {...(id && { id })}
        checked={checked}
        onChange={onPick}
      />
      <span className="bd-tile-title">{title}</span>
      <span className="bd-subtle bd-tile-text">{children}</span>
    </label>
  );
}

/** Templates as cards; the first, which is the quickest to boot, is chosen from the start. */
export function TemplateField(props: {
  templates: readonly Template[];
  value: string;
  onPick: (id: string) => void;
}) {
  return (
    <fieldset className="bd-tiles">
      <legend>{t('new.template')}</legend>
      {props.templates.map((template, index) => (
        <Tile
          key={template.id}
          name="template"
          value={template.id}
          {...(index === 0 && { id: 'new-template' })}
          checked={template.id === props.value}
          title={template.name}
          onPick={() => props.onPick(template.id)}
        >
          <span>
            {template.os} {template.version}
          </span>
          <span>
            <Amount of={diskQuantity(template.diskGiB)} />
            {template.cloudInit && ` · ${t('new.template.cloudInit')}`}
            {template.format === 'ISO' && ` · ${t('new.template.iso')}`}
          </span>
          {template.owner && (
            <span>{t('new.template.by', { owner: template.owner.username })}</span>
          )}
        </Tile>
      ))}
    </fieldset>
  );
}

interface SizeFieldProps {
  readonly draft: NewVmDraft;
  readonly template: Template | undefined;
  readonly faults: Readonly<Record<string, string | undefined>>;
  readonly form: Pick<ReturnType<typeof useNewVmForm>, 'change' | 'touch'>;
}

/** The template's own size, four presets, or free choice. */
export function SizeField({ draft, template, faults, form }: SizeFieldProps) {
  const pick = (preset: string) => () => form.change({ preset });
  const fits = presets.filter((preset) => preset.ramMiB >= (template?.minRamMiB ?? 0));
  return (
    <>
      <fieldset className="bd-tiles bd-tiles-small">
        <legend>{t('new.size')}</legend>
        {template && (
          <SizeTile
            draft={draft}
            preset="default"
            title={t('size.default')}
            size={{ vcpus: template.defaultVcpus, ramMiB: template.defaultRamMiB }}
            onPick={pick('default')}
          />
        )}
        {fits.map((preset) => (
          <SizeTile
            key={preset.key}
            draft={draft}
            preset={preset.key}
            title={preset.label}
            size={preset}
            onPick={pick(preset.key)}
          />
        ))}
        <Tile
          name="size"
          value="custom"
          checked={draft.preset === 'custom'}
          title={t('size.custom')}
          onPick={pick('custom')}
        >
          {t('size.custom.text')}
        </Tile>
      </fieldset>
      {draft.preset === 'custom' ? (
        <div className="bd-new-row">
          <TextField
            id="new-vcpus"
            label={t('new.vcpus')}
            inputMode="numeric"
            value={draft.vcpus}
            fault={faults['vcpus']}
            onChange={(vcpus) => form.change({ vcpus })}
            onBlur={() => form.touch('vcpus')}
          />
          <TextField
            id="new-ram"
            label={t('new.ram', { unit: draft.ramUnit })}
            inputMode="decimal"
            value={draft.ram}
            fault={faults['ramMiB']}
            onChange={(ram) => form.change({ ram })}
            onBlur={() => form.touch('ramMiB')}
          />
          <FormGroup label={t('new.unit')} fieldId="new-unit">
            <PickOne
              id="new-unit"
              label={t('new.unit')}
              value={draft.ramUnit}
              choices={[
                { value: 'GiB', label: 'GiB' },
                { value: 'MiB', label: 'MiB' },
              ]}
              onPick={(ramUnit) => form.change({ ramUnit })}
            />
          </FormGroup>
        </div>
      ) : (
        (faults['vcpus'] ?? faults['ramMiB']) && (
          <p role="alert" className="bd-field-fault">
            {faults['vcpus'] ?? faults['ramMiB']}
          </p>
        )
      )}
    </>
  );
}

function SizeTile(props: {
  draft: NewVmDraft;
  preset: string;
  title: string;
  size: { readonly vcpus: number; readonly ramMiB: number };
  onPick: () => void;
}) {
  const { size } = props;
  return (
    <Tile
      name="size"
      value={props.preset}
      checked={props.draft.preset === props.preset}
      title={props.title}
      onPick={props.onPick}
    >
      <Amount of={{ value: String(size.vcpus), unit: t('vm.vcpuUnit') }} />
      <Amount of={ramQuantity(size.ramMiB)} />
    </Tile>
  );
}

/** The host an admin may choose; automatic leaves it to the placement. */
export function HostField({ value, onPick }: { value: string; onPick: (id: string) => void }) {
  const { data } = useQuery(CreateVmHostsDocument);
  return (
    <FormGroup label={t('new.host')} fieldId="new-host">
      <PickOne
        id="new-host"
        fullWidth
        label={t('new.host')}
        value={value}
        choices={[
          { value: '', label: t('new.host.auto') },
          ...(data?.hosts ?? []).map((host) => ({
            value: host.id,
            label: host.name,
            description: t(`host.state.${host.status}`),
          })),
        ]}
        onPick={onPick}
      />
    </FormGroup>
  );
}
