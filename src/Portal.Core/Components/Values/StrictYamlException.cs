namespace Portal.Core.Components.Values;

/// <summary>YAML that is refused. The message names line and cause and never repeats a value.</summary>
public sealed class StrictYamlException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>From 1; 0 when the text as a whole is refused.</summary>
    public int Line { get; init; }

    /// <summary>From 1; 0 when the text as a whole is refused.</summary>
    public int Column { get; init; }

    /// <summary>The cause without its place.</summary>
    public string Reason { get; init; } = message;
}
