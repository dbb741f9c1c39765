using System.Text.Json.Nodes;
using Portal.Ctl.Running;

namespace Portal.Ctl.Portal;

/// <summary>How an operation stands.</summary>
/// <param name="State">Queued, Running, Succeeded, Failed or Cancelled.</param>
internal sealed record OperationOutcome(string State, string What, string Why, string Remedy)
{
    public bool HasEnded => State is "Succeeded" or "Failed" or "Cancelled";

    public int ExitCode => State == "Succeeded" ? Running.ExitCode.Ok : Running.ExitCode.Failed;

    /// <param name="operation">An operation with its steps, as the API gives it.</param>
    public static OperationOutcome Of(JsonObject operation)
    {
        var summary = operation["summary"] as JsonObject;
        return new OperationOutcome(
            summary?["state"]?.ToString() ?? "Unknown", summary?["errorWhat"]?.ToString() ?? "",
            operation["errorWhy"]?.ToString() ?? "", operation["errorRemedy"]?.ToString() ?? "");
    }

    public void Tell(TextWriter error)
    {
        if (State == "Failed")
        {
            new CtlException(ExitCode, What.Length > 0 ? What : "The operation failed", Why, Remedy).Tell(error);
        }
        else if (State == "Cancelled")
        {
            new CtlException(ExitCode, "The operation was cancelled", Why, "").Tell(error);
        }
    }
}
