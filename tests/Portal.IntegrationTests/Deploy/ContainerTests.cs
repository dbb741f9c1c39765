using Portal.Testing;
using YamlDotNet.RepresentationModel;

namespace Portal.IntegrationTests.Deploy;

/// <summary>The Dockerfiles and docker-compose.yml, as far as they can be checked without a container engine.</summary>
public sealed class ContainerTests
{
    public static TheoryData<string> Dockerfiles => ["Dockerfile.web", "Dockerfile.worker"];

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Dockerfile_Instructions_PinImagesCopyWhatExistsAndLeaveRoot(string name)
    {
        var lines = File.ReadAllLines(Repository.PathOf("deploy", "docker", name));

        foreach (var from in lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)))
        {
            Assert.Matches(@"^FROM [^ ]+:([\d.]+[\w.-]*|\$\{\w+_VERSION\})( AS \w+)?$", from);
        }

        foreach (var copy in lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)))
        {
            Assert.All(copy.Split(' ')[1..^1], source => Assert.True(Path.Exists(Repository.PathOf(source)), $"{name} copies {source}, which is not there."));
        }

        Assert.Contains("USER 1654", lines);
    }

    [Fact]
    public void Compose_Services_AreHealthCheckedPinnedAndUnprivileged()
    {
        var services = (YamlMappingNode)Compose()["services"];

        Assert.Equal(["postgres", "web", "worker"], services.Children.Keys.Select(key => key.ToString()).Order());
        Assert.All(services.Children, service => Assert.Matches(@":\d+\.\d+", service.Value["image"].ToString()));
        Assert.All(["postgres", "web", "worker"], name => Assert.NotNull(services[name]["healthcheck"]["test"]));
        Assert.All(["web", "worker"], name => Assert.True(
            File.Exists(Repository.PathOf(services[name]["build"]["dockerfile"].ToString())), $"The Dockerfile of {name} is not there."));
    }

    [Fact]
    public void Compose_Secrets_AreDemandedAndNeverWritten()
    {
        var text = File.ReadAllText(Repository.PathOf("docker-compose.yml"));

        Assert.DoesNotMatch(@"(?i)password[^\n]*[:=] *[a-z0-9]{4,}$", text);
        Assert.Contains("${PORTAL_DB_PASSWORD:?", text, StringComparison.Ordinal);
    }

    private static YamlNode Compose()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Repository.PathOf("docker-compose.yml"))));
        return stream.Documents[0].RootNode;
    }
}
