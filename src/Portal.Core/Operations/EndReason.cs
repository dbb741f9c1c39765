namespace Portal.Core.Operations;

/// <summary>Why an operation did not succeed, as the row of its subject says it.</summary>
internal static class EndReason
{
    /// <summary>The most that such a row keeps, in characters.</summary>
    private const int Most = 2000;

    /// <param name="operation">One that has failed or was cancelled.</param>
    /// <param name="cancelled">What is said of a cancelled one.</param>
    public static string Of(Operation operation, string cancelled)
    {
        var reason = operation.State == OperationState.Cancelled ? cancelled : $"{operation.ErrorWhat}: {operation.ErrorWhy} {operation.ErrorRemedy}";
        return reason.Length > Most ? reason[..Most] : reason;
    }
}
