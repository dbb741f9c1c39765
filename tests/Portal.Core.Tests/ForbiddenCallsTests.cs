using System.Text.RegularExpressions;
using Portal.Testing;

namespace Portal.Core.Tests;

/// <summary>What the sources must not do on their own, with the places that may: a new one is looked at before it is added here.</summary>
public sealed class ForbiddenCallsTests
{
    private static readonly string[] Sources = ["*.cs", "*.razor", "*.js"];

    [Fact]
    [Trait("Attack", "5")]
    public void Connections_AreOpenedByTheGuardAlone() => Assert.Equal(
        ["Portal.Core/Kubernetes/EgressGuard.cs", "Portal.Core/Kubernetes/TlsProbe.cs"],
        Find(@"new (SocketsHttpHandler|HttpClientHandler|Socket|TcpClient|UdpClient|ClientWebSocket)\b|\bWebRequest\.|new HttpClient\(\)"));

    [Fact]
    [Trait("Attack", "17")]
    public void Programs_AreStartedInOnePlace_WithArgumentsAsAnArray() => Assert.Equal(
        ["Portal.Core/Components/Helm/HelmTool.cs", "Portal.Core/Components/Helm/ToolProcess.cs"],
        Find(@"Process\.Start|new ProcessStartInfo|Cli\.Wrap|UseShellExecute"));

    [Fact]
    [Trait("Attack", "16")]
    public void Markup_IsWrittenByRazorAlone() => Assert.Equal(
        ["Portal.Web/Access/AccountLayout.razor"],
        Find(@"MarkupString|AddMarkupContent|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\("));

    [Fact]
    [Trait("Attack", "browser-storage")]
    public void Browser_KeepsNothingButTheLooksThatWereChosen() => Assert.Equal(
        ["Portal.Web/wwwroot/js/shell.js"],
        Find(@"localStorage|sessionStorage|indexedDB|ProtectedBrowserStorage|ProtectedLocalStorage|ProtectedSessionStorage|document\.cookie"));

    [Fact]
    [Trait("Attack", "17")]
    public void Sql_IsMadeOfParameters() => Assert.Empty(
        Find(@"(ExecuteSqlRaw|ExecuteSqlRawAsync|FromSqlRaw|SqlQueryRaw<\w+>)\(\s*\$"));

    private static IEnumerable<string> Find(string pattern)
    {
        var wanted = new Regex(pattern);
        var root = Repository.PathOf("src");
        return Sources.SelectMany(kind => Directory.EnumerateFiles(root, kind, SearchOption.AllDirectories))
            .Select(file => (File: file, Name: Path.GetRelativePath(root, file).Replace('\\', '/')))
            .Where(one => !Regex.IsMatch(one.Name, "/(bin|obj|node_modules|lib|_framework|Migrations)/|Portal.Ctl/"))
            .Where(one => wanted.IsMatch(File.ReadAllText(one.File)))
            .Select(one => one.Name).Order(StringComparer.Ordinal);
    }
}
