namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>A source as a person gives it.</summary>
/// <param name="Token">Null to keep the one that is stored; empty for none.</param>
/// <param name="WebhookSecret">Null to keep the one that is stored; empty for no webhook.</param>
/// <param name="Values">The chart's values as YAML; null to keep those that are stored.</param>
public sealed record SourceRequest(SourceDefinition Definition, string? Token = null, string? WebhookSecret = null, string? Values = null)
{
    /// <summary>Without what is secret.</summary>
    public override string ToString() => $"{Definition.Kind} {Definition.Url}";
}
