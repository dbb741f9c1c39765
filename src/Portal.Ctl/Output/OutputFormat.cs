namespace Portal.Ctl.Output;

/// <summary>How results are written: a table for people, the API's own JSON, or the same as YAML.</summary>
internal static class OutputFormat
{
    public const string Table = "table";
    public const string Json = "json";
    public const string Yaml = "yaml";
}
