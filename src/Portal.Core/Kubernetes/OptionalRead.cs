using System.Net;

namespace Portal.Core.Kubernetes;

/// <summary>Reads what may not be there.</summary>
public static class OptionalRead
{
    /// <summary>What <paramref name="read"/> gives, or null when the cluster answers that it is not there. Throws what else it throws.</summary>
    public static async Task<T?> FindAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            return null;
        }
    }
}
