import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useId, type ReactNode } from 'react'

interface NumberFieldProps {
  label: string
  unit?: string
  value: number | null
  min?: number
  max?: number
  whole?: boolean
  fault?: boolean
  placeholder?: string
  onChange: (value: number | null) => void
}

export function NumberField({ label, unit, value, min = 0, max, whole = false, fault = false, placeholder, onChange }: NumberFieldProps) {
  const id = useId()
  return (
    <div className="form-line">
      <label htmlFor={id}>{label}</label>
      <InputNumber<number> id={id} size="small" value={value} min={min} max={max} precision={whole ? 0 : undefined} status={fault ? 'error' : undefined} placeholder={placeholder} onChange={onChange} />
      {unit && <span className="muted">{unit}</span>}
    </div>
  )
}

interface SwitchFieldProps {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  children?: ReactNode
}

/** Something that is counted in or not, with what belongs to it. */
export function SwitchField({ label, checked, onChange, children }: SwitchFieldProps) {
  return (
    <div className="form-line">
      <Checkbox checked={checked} onChange={(event) => onChange(event.target.checked)}>{label}</Checkbox>
      {checked && children}
    </div>
  )
}

interface TextFieldProps {
  label: string
  value: string
  fault: boolean
  onChange: (value: string) => void
}

export function TextField({ label, value, fault, onChange }: TextFieldProps) {
  const id = useId()
  return (
    <div className="form-line">
      <label htmlFor={id}>{label}</label>
      <Input id={id} size="small" className="form-text" value={value} status={fault ? 'error' : undefined} aria-invalid={fault} maxLength={2000} onChange={(event) => onChange(event.target.value)} />
    </div>
  )
}

interface SelectFieldProps<Value extends string> {
  label: string
  value: Value
  options: { value: Value; label: string }[]
  onChange: (value: Value) => void
}

export function SelectField<Value extends string>({ label, value, options, onChange }: SelectFieldProps<Value>) {
  const id = useId()
  return (
    <div className="form-line">
      <label htmlFor={id}>{label}</label>
      <Select<Value> id={id} size="small" value={value} options={options} onChange={onChange} />
    </div>
  )
}
