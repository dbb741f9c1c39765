namespace Portal.Ctl.Files.Yaml;

/// <summary>A value of a file, and where it is: lines and columns count from 1.</summary>
internal abstract record YamlNode(long Line, long Column);

/// <param name="IsPlain">True without quotes: then its form may make it a number, true or false, or nothing.</param>
internal sealed record YamlScalar(long Line, long Column, string Text, bool IsPlain) : YamlNode(Line, Column);

internal sealed record YamlMapping(long Line, long Column, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line, Column)
{
    public YamlNode? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name)?.Value;
}

internal sealed record YamlList(long Line, long Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column);

/// <summary>A member of a mapping, and where its name is.</summary>
internal sealed record YamlEntry(string Name, YamlNode Value, long Line, long Column);

/// <summary>Why a file cannot be read. Never holds a value, which may be secret.</summary>
internal sealed class YamlFaultException(long line, long column, string why, Exception? inner = null) : Exception(why, inner)
{
    public long Line { get; } = line;

    public long Column { get; } = column;
}
