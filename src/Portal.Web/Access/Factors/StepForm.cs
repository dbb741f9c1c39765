namespace Portal.Web.Access.Factors;

/// <summary>The form of the second step.</summary>
internal sealed class StepForm
{
    public string? Code { get; set; }
}

/// <summary>The words for what came of it.</summary>
internal static class StepProblems
{
    /// <summary>A key of the texts; null when there is nothing to say.</summary>
    public static string? Of(SignInOutcome outcome, string refused) => outcome switch
    {
        SignInOutcome.Refused => refused,
        SignInOutcome.TooMany => "Step.TooMany",
        SignInOutcome.Expired => "Step.Expired",
        _ => null,
    };
}
