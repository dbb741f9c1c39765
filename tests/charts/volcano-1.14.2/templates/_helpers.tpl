{{- define "image" -}}
{{- $root := index . 0 -}}
{{- printf "%s/volcanosh/%s:%s" $root.Values.basic.image_registry (index . 1) $root.Values.basic.image_tag_version | quote -}}
{{- end -}}
