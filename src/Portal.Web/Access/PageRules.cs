namespace Portal.Web.Access;

/// <summary>
/// The rules of pages and endpoints that name no <see cref="Core.Access.Permission"/>. Each has one rule of its own, or says
/// that it is open to everybody: a test looks, so that nothing is open or closed by accident.
/// </summary>
public static class PageRules
{
    /// <summary>Whoever has an account: the page shows what is the person's own, or keeps to what the services give.</summary>
    public const string SignedIn = nameof(SignedIn);
}
