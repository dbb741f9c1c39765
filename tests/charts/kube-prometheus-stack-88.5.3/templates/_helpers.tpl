{{- define "image" -}}
{{- $root := index . 0 -}}
{{- printf "%s/prometheus/%s:%s" $root.Values.image.registry (index . 1) $root.Chart.AppVersion | quote -}}
{{- end -}}
{{- define "fullname" -}}
{{- .Values.fullnameOverride | default (printf "%s-kube-prometheus-stack" .Release.Name) -}}
{{- end -}}
{{- define "crname" -}}
{{- include "fullname" . }}{{ if not .Values.cleanPrometheusOperatorObjectNames }}-prometheus{{ end -}}
{{- end -}}
