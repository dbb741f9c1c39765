namespace Portal.Core.Data;

/// <summary>SQL that EF cannot express (triggers), kept in files and run by migrations.</summary>
internal static class EmbeddedSql
{
    /// <summary>Reads Data/Sql/<paramref name="name"/>.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream($"Portal.Core.Data.Sql.{name}")
            ?? throw new InvalidOperationException($"Data/Sql/{name} is not embedded in Portal.Core.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
