using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Portal.Jobs.Distribution.Sources.Charts;

/// <summary>What the index of a chart repository says of one version of a chart.</summary>
/// <param name="Url">Of the archive, as written: absolute, or relative to the index.</param>
/// <param name="Digest">SHA-256 in hex; empty where the index says none.</param>
internal sealed record ChartEntry(string Url, string Digest)
{
    private const int MostDepth = 60;

    /// <summary>
    /// Reads the index as a stream of events, as it may have tens of thousands of versions; null when the version is not among them.
    /// Throws <see cref="YamlException"/>.
    /// </summary>
    public static ChartEntry? Find(TextReader index, string chart, string version)
    {
        var parser = new Parser(index);
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        if (!EnterKey(parser, "entries") || !EnterKey(parser, chart) || !parser.TryConsume<SequenceStart>(out _))
        {
            return null;
        }

        while (!parser.Accept<SequenceEnd>(out _))
        {
            if (Read(parser) is var (found, entry) && found == version)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>True when the mapping that comes next has the key; its value comes next then.</summary>
    private static bool EnterKey(Parser parser, string key)
    {
        if (!parser.TryConsume<MappingStart>(out _))
        {
            return false;
        }

        while (parser.TryConsume<Scalar>(out var name))
        {
            if (name.Value == key)
            {
                return true;
            }

            Skip(parser);
        }

        return false;
    }

    private static (string Version, ChartEntry Entry) Read(Parser parser)
    {
        var (version, digest, url) = ("", "", "");
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            switch (parser.Consume<Scalar>().Value)
            {
                case "version" when parser.TryConsume<Scalar>(out var text):
                    version = text.Value;
                    break;
                case "digest" when parser.TryConsume<Scalar>(out var text):
                    digest = text.Value;
                    break;
                case "urls" when parser.TryConsume<SequenceStart>(out _):
                    while (!parser.TryConsume<SequenceEnd>(out _))
                    {
                        url = parser.Consume<Scalar>().Value is { } given && url.Length == 0 ? given : url;
                    }

                    break;
                default:
                    Skip(parser);
                    break;
            }
        }

        return (version, new ChartEntry(url, digest.Replace("sha256:", "", StringComparison.Ordinal).ToLowerInvariant()));
    }

    /// <summary>Over the value that comes next, whatever is in it.</summary>
    private static void Skip(Parser parser)
    {
        var depth = 0;
        do
        {
            depth += parser.Consume<ParsingEvent>().NestingIncrease;
            if (depth > MostDepth)
            {
                throw new YamlException("nested too deeply");
            }
        }
        while (depth > 0);
    }
}
