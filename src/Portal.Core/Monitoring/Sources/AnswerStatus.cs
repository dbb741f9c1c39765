using System.Text.Json;

namespace Portal.Core.Monitoring.Sources;

/// <summary>What the head of an answer says of the whole: that it is one, or why there is none.</summary>
internal sealed class AnswerStatus
{
    private const int MostQuoted = 500;

    private string _status = "";
    private string _type = "";
    private string _error = "";

    /// <param name="name">The member of the answer that the word belongs to.</param>
    /// <param name="reader">At the word.</param>
    public void Take(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "status":
                _status = reader.GetString()!;
                break;
            case "errorType":
                _type = reader.GetString()!;
                break;
            case "error" or "message":
                _error = reader.GetString()!;
                break;
        }
    }

    /// <exception cref="MemberFaultException">The answer is a refusal, or none at all.</exception>
    public void Demand()
    {
        var error = _error.Length > MostQuoted ? _error[..MostQuoted] : _error;
        switch (_status)
        {
            case "success":
                return;
            case "error":
                throw MemberFaults.Said(_type, error);
            case "Failure":
                throw MemberFaults.NotProxied(error);
            default:
                throw MemberFaults.Malformed();
        }
    }
}
