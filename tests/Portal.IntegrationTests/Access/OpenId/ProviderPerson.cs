namespace Portal.IntegrationTests.Access.OpenId;

/// <summary>Somebody with an account at the provider.</summary>
internal sealed record ProviderPerson(string Subject, string Name, params string[] Groups)
{
    public string Email { get; init; } = $"{Name}@corp.example";

    /// <summary>The provider's own session.</summary>
    public string Session { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>More claims of the identity token.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    public static ProviderPerson New(string name, params string[] groups) => new($"sub-{Guid.NewGuid():N}", $"{name}-{Guid.NewGuid():N}"[..16], groups);
}
