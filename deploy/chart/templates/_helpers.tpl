{{- define "portal.name" -}}
{{- printf "%s" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "portal.labels" -}}
app.kubernetes.io/name: kurator-portal
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{- define "portal.selector" -}}
app.kubernetes.io/name: kurator-portal
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "portal.image" -}}
{{- if .root.Values.image.registry }}{{ .root.Values.image.registry }}/{{ end -}}
kurator-portal-{{ .component }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{/* What web and worker have in common. */}}
{{- define "portal.environment" -}}
- name: ConnectionStrings__Portal
  valueFrom:
    secretKeyRef:
      name: {{ required "database.existingSecret: name a Secret with the key connectionString" .Values.database.existingSecret }}
      key: connectionString
- name: Secrets__MasterKeyFile
  value: /etc/portal/master.key
{{- if .Values.public.url }}
- name: Public__Url
  value: {{ .Values.public.url | quote }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "portal.mounts" -}}
- name: master-key
  mountPath: /etc/portal
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- end -}}

{{- define "portal.volumes" -}}
- name: master-key
  secret:
    secretName: {{ required "masterKey.existingSecret: name a Secret with the key master.key" .Values.masterKey.existingSecret }}
    defaultMode: 0440
    items:
      - key: master.key
        path: master.key
# In memory: helm's credentials never reach a disk.
- name: tmp
  emptyDir:
    medium: Memory
    sizeLimit: 256Mi
{{- end -}}

{{- define "portal.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "portal.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "portal.spread" -}}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "portal.selector" . | nindent 6 }}
{{- end -}}
