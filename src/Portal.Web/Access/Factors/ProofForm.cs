using Portal.Core.Access.Factors;

namespace Portal.Web.Access.Factors;

/// <summary>A form that asks for a proof.</summary>
internal sealed class ProofForm
{
    public string? Password { get; set; }

    public string? Code { get; set; }

    /// <summary>Which of the form's buttons was pressed.</summary>
    public string? Act { get; set; }

    public FactorProof Proof => new(Password, Code);
}
