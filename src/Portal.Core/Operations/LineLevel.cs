namespace Portal.Core.Operations;

/// <summary>How much a line of an operation's log matters to the person who reads it.</summary>
public enum LineLevel
{
    Debug,
    Info,
    Warning,
    Error,
}
