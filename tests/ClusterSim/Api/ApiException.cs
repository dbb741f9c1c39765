using ClusterSim.Json;

namespace ClusterSim.Api;

/// <summary>A failure that the client gets as a <c>Status</c>.</summary>
public sealed class ApiException(int code, string reason, string message, Map? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public Map? Details { get; } = details;

    public Map ToStatus()
    {
        var status = new Map { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new Map(), ["status"] = "Failure", ["message"] = Message };
        if (Reason.Length > 0)
        {
            status["reason"] = Reason;
        }

        if (Details is not null)
        {
            status["details"] = Details;
        }

        status["code"] = (long)Code;
        return status;
    }
}
