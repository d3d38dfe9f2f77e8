import {
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  TextInput,
  type TextInputProps,
} from '@patternfly/react-core';

interface TextFieldProps extends Omit<TextInputProps, 'onChange' | 'ref' | 'value' | 'id'> {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
}

/** A text field with its help, or, when refused, the reason under it. */
export function TextField({ id, label, help, fault, onChange, ...input }: TextFieldProps) {
  const hint = fault ?? help;
  return (
    <FormGroup label={label} fieldId={id}>
      <TextInput
        {...input}
        id={id}
        validated={fault ? 'error' : 'default'}
        aria-invalid={fault ? true : undefined}
        {...(hint && { 'aria-describedby': `${id}-hint` })}
        onChange={(_event, value) => onChange(value)}
      />
      {hint && (
        <FormHelperText>
          <HelperText id={`${id}-hint`} {...(fault && { isLiveRegion: true })}>
            <HelperTextItem variant={fault ? 'error' : 'default'}>{hint}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}
