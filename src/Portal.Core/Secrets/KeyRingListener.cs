using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Portal.Core.Events;

namespace Portal.Core.Secrets;

/// <summary>Reads the key ring again when another process has changed it: by itself it looks once a day.</summary>
internal sealed class KeyRingListener(IKeyManager ring) : INotificationHandler
{
    public string Channel => KeyRing.Channel;

    public void OnNotified(string payload) => (ring as SharedKeyRing)?.Refresh();

    public void OnConnected(bool again)
    {
        if (again)
        {
            OnNotified("");
        }
    }
}
