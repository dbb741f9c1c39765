namespace Portal.Core.Onboarding.Requests;

/// <summary>Which requests.</summary>
public sealed record RequestQuery
{
    /// <summary>Matched anywhere in name, purpose and who asked, without case.</summary>
    public string Search { get; init; } = "";

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<RequestState> States { get; init; } = [];

    public Guid? TeamId { get; init; }

    /// <summary>Rows to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>1 to 200.</summary>
    public int Take { get; init; } = 50;
}
