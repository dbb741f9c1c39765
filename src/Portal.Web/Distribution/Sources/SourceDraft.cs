using Portal.Core.Distribution.Sources.Sync;

namespace Portal.Web.Distribution.Sources;

/// <summary>A source while a person writes it.</summary>
public sealed class SourceDraft
{
    public SourceDefinition Definition { get; set; } = new(SourceKind.Git, "", Reference: "main", PollMinutes: 5);

    /// <summary>Empty to keep the one that is stored, or for none.</summary>
    public string Token { get; set; } = "";

    public bool HasToken { get; init; }

    /// <summary>Empty to keep the one that is stored, or for none.</summary>
    public string WebhookSecret { get; set; } = "";

    public bool HasWebhook { get; init; }

    public string Values { get; set; } = "";

    public SourceRequest Request => new(Definition, Given(Token, HasToken), Given(WebhookSecret, HasWebhook), Values);

    public static SourceDraft Of(ApplicationSourceView view) => new()
    {
        Definition = view.Definition,
        HasToken = view.HasToken,
        HasWebhook = view.WebhookPath is not null,
        Values = view.Values ?? "",
    };

    private static string? Given(string text, bool kept) => text.Length == 0 && kept ? null : text;
}
