namespace Portal.Web.Api;

/// <summary>Marks an endpoint whose answer carries a secret: it is never recorded.</summary>
internal sealed class SecretAnswer
{
    public static readonly SecretAnswer Mark = new();
}
