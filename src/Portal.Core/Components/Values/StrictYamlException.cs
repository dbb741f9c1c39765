namespace Portal.Core.Components.Values;

/// <summary>YAML that is refused. The message names line and cause and never repeats a value.</summary>
public sealed class StrictYamlException(string message, Exception? inner = null) : Exception(message, inner);
