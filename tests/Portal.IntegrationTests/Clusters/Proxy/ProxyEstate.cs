using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using ClusterSim.Hosting;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Secrets;
using Portal.Core.Teams;
using Portal.Testing.Data;
using Portal.Testing.Kubernetes;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Clusters.Proxy;

/// <summary>A portal over TLS, the clusters of two teams, and people with kubectl.</summary>
public sealed partial class ProxyEstate : IAsyncLifetime
{
    private readonly PortalDatabaseFixture _database = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-proxy").FullName;
    private X509Certificate2 _certificate = null!;

    public PortalHost Host { get; private set; } = null!;

    public SimHost Sim { get; private set; } = null!;

    internal TeamSummary Team { get; private set; } = null!;

    /// <summary>The cluster of the team that people are members of: "own".</summary>
    public Guid Own { get; private set; }

    /// <summary>Another team's: "foreign".</summary>
    public Guid Foreign { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _certificate = MakeCertificate();
        var authority = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(authority, _certificate.ExportCertificatePem(), Stop);
        Sim = await SimHost.StartAsync(new SimOptions { Clusters = 0, Nodes = 1, Version = "v1.35.2", PodStart = TimeSpan.Zero });
        Host = await PortalHost.StartAsync(
            _database.ConnectionString,
            new Dictionary<string, string?> { ["Egress:AllowLoopback"] = "true", ["Kubeconfigs:CertificateAuthorityFile"] = authority },
            builder =>
            {
                builder.WebHost.UseUrls("https://127.0.0.1:0");
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = _certificate));
            });
        (Team, Own) = await AddTeamAsync("shop", "own");
        (_, Foreign) = await AddTeamAsync("secretive", "foreign");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Sim.DisposeAsync();
        await _database.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new member of the team, with a kubeconfig for its cluster.</summary>
    internal async Task<Person> AddPersonAsync(TeamRole role = TeamRole.Developer, PortalRole? portal = null)
    {
        var name = $"p{Guid.NewGuid():N}"[..12];
        await Host.CreateUserAsync(portal, name);
        var member = await Host.Services.GetRequiredService<ITeams>().AddMemberAsync(Team.Id, new MemberRequest(name, role), Actor.Portal, Stop);
        var created = await Host.Services.GetRequiredService<IApiTokens>().CreateAsync(
            new ApiTokenRequest("test"), new Actor(member.UserId, name, new HashSet<PortalRole>()), Stop);
        var api = Client(created.Token);
        using var answer = await api.PostAsJsonAsync($"/api/v1/clusters/{Own}/kubeconfig", new { }, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var issued = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
        var text = issued["kubeconfig"]!.GetValue<string>();
        var file = Path.Combine(_folder, $"{name}.yaml");
        await File.WriteAllTextAsync(file, text, Stop);
        return new Person(name, member.UserId, api, issued["summary"]!["id"]!.GetValue<Guid>(), TokenLine().Match(text).Groups[1].Value, file);
    }

    /// <summary>A client of the portal with a bearer token, or none; keeps cookies, as a browser does.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = IsThePortals },
        })
        { BaseAddress = Host.Address };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return client;
    }

    internal async Task<BufferedCommandResult> KubectlAsync(Person person, params string[] arguments) => await Kubectl(person, arguments).ExecuteBufferedAsync(Stop);

    /// <summary>kubectl apply of what is given.</summary>
    internal async Task<BufferedCommandResult> ApplyAsync(Person person, string manifest) =>
        await Kubectl(person, "apply", "-f", "-").WithStandardInputPipe(PipeSource.FromString(manifest)).ExecuteBufferedAsync(Stop);

    internal Command Kubectl(Person person, params string[] arguments) => Cli.Wrap(KubernetesTools.Kubectl)
        .WithArguments(["--kubeconfig", person.File, "--cache-dir", Path.Combine(_folder, "cache"), .. arguments])
        .WithValidation(CommandResultValidation.None);

    /// <summary>Sends bytes as they are over a connection of its own, and reads the answer to its end, or to the end of patience.</summary>
    public async Task<string> SendRawAsync(string head)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Host.Address.Port, Stop);
        await using var tls = new SslStream(socket.GetStream(), false, IsThePortals);
        await tls.AuthenticateAsClientAsync("127.0.0.1");
        await tls.WriteAsync(Encoding.Latin1.GetBytes(head), Stop);
        using var reader = new StreamReader(tls, Encoding.Latin1);
        return await reader.ReadToEndAsync(Stop);
    }

    /// <summary>What the trail tells of one person's acts through the proxy, oldest first.</summary>
    public async Task<List<AuditEntry>> ActsAsync(Guid userId)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Stop);
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.ActorId == userId && entry.Kind == AuditKinds.Kubernetes).OrderBy(entry => entry.Id).ToListAsync(Stop);
    }

    public Task<PortalDbContext> OpenAsync() => _database.Contexts.CreateDbContextAsync(Stop);

    /// <summary>A client of a cluster's administrator.</summary>
    public IKubernetes Admin(string cluster)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Sim.Kubeconfig(cluster)));
        return new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
    }

    private async Task<(TeamSummary Team, Guid Cluster)> AddTeamAsync(string team, string cluster)
    {
        var made = await Host.Services.GetRequiredService<ITeams>().CreateAsync(new TeamRequest(team, team, ""), Actor.Portal, Stop);
        var fleet = Estate.Fleet($"{team}-fleet");
        fleet.TeamId = made.Id;
        Sim.AddCluster(cluster);
        var server = Sim.ServerOf(cluster);
        var id = Guid.CreateVersion7();
        using var admin = Admin(cluster);
        await ApplyAsync(admin, id);
        await BindAsync(admin, team);
        var token = await admin.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { ExpirationSeconds = 86400, Audiences = [] } }, MemberAccount.Name, MemberAccount.Name, cancellationToken: Stop);
        await using var db = await OpenAsync();
        db.Add(fleet);
        db.Add(new Cluster
        {
            Id = id,
            Name = cluster,
            FleetId = fleet.Id,
            ApiServer = server.AbsoluteUri.TrimEnd('/'),
            CertificateAuthority = Sim.CaPem,
            State = ClusterState.Healthy,
            CreatedAt = DateTimeOffset.UtcNow,
            CreatedBy = "test",
        });
        db.Add(new ClusterCredential
        {
            ClusterId = id,
            ProtectedToken = Host.Services.GetRequiredService<SecretProtector>().Protect(SecretProtector.ClusterToken, token.Status.Token),
            IssuedAt = DateTimeOffset.UtcNow,
            ExpiresAt = DateTimeOffset.UtcNow.AddDays(1),
            RenewAt = DateTimeOffset.UtcNow.AddDays(1),
        });
        await db.SaveChangesAsync(Stop);
        return (made, id);
    }

    /// <summary>What a join creates.</summary>
    private static async Task ApplyAsync(IKubernetes admin, Guid cluster)
    {
        await admin.CoreV1.CreateNamespaceAsync(MemberAccount.Namespace(cluster, null), cancellationToken: Stop);
        await admin.CoreV1.CreateNamespacedServiceAccountAsync(MemberAccount.ServiceAccount(cluster), MemberAccount.Name, cancellationToken: Stop);
        await admin.RbacAuthorizationV1.CreateClusterRoleAsync(MemberAccount.Role(cluster, null), cancellationToken: Stop);
        await admin.RbacAuthorizationV1.CreateClusterRoleBindingAsync(MemberAccount.Binding(cluster), cancellationToken: Stop);
    }

    private static async Task BindAsync(IKubernetes admin, string team)
    {
        foreach (var (role, group) in new[] { ("view", TeamRole.Viewer), ("edit", TeamRole.Developer), ("admin", TeamRole.Operator) })
        {
            await admin.RbacAuthorizationV1.CreateClusterRoleBindingAsync(
                new V1ClusterRoleBinding
                {
                    Metadata = new V1ObjectMeta { Name = $"team-{role}" },
                    RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = role },
                    Subjects = [new Rbacv1Subject { ApiGroup = "rbac.authorization.k8s.io", Kind = "Group", Name = Core.Kubernetes.ClusterIdentity.GroupOf(team, group) }],
                },
                cancellationToken: Stop);
        }
    }

    private bool IsThePortals(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetCertHashString() == _certificate.GetCertHashString();

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=portal.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));

        // With a key that lasts as long as the certificate.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    [GeneratedRegex("token: \"([^\"]+)\"")]
    private static partial Regex TokenLine();
}

/// <summary>Somebody with a kubeconfig.</summary>
/// <param name="Api">The REST API by an API token of this person, which made the kubeconfig.</param>
internal sealed record Person(string Name, Guid UserId, HttpClient Api, Guid KubeconfigId, string Token, string File)
{
    public string User => $"portal:{Name}";
}
