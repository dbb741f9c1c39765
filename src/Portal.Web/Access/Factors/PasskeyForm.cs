namespace Portal.Web.Access.Factors;

/// <summary>What the browser answered, in the form that the script sends.</summary>
internal sealed class PasskeyForm
{
    public string? Credential { get; set; }

    public string? Name { get; set; }
}
