using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Portal.Web.Access;

/// <summary>Remembers from where a circuit was opened, or opened again: its acts have no request of their own.</summary>
internal sealed class CircuitAddress(IHttpContextAccessor http, RequestPrincipal request) : CircuitHandler
{
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        request.Address = http.HttpContext?.Connection.RemoteIpAddress?.ToString() ?? request.Address;
        return Task.CompletedTask;
    }
}
