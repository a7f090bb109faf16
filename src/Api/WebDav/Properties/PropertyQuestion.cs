using System.Collections.Immutable;
using System.Xml.Linq;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav.Xml;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>What a PROPFIND asks.</summary>
/// <param name="Asked">The properties, in the order in which they were named.</param>
/// <param name="IsAll">Whether all dead properties are meant as well.</param>
/// <param name="NamesOnly">Whether only names are wanted.</param>
internal sealed record PropertyQuestion(ImmutableArray<AskedProperty> Asked, bool IsAll, bool NamesOnly)
{
    private const int MaxProperties = 200;

    private static readonly PropertyQuestion Everything = new(LiveProperties.All, IsAll: true, NamesOnly: false);

    public bool Asks(LiveProperty property)
    {
        foreach (var asked in Asked)
        {
            if (asked.Live == property)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="body">The body; null: everything.</param>
    /// <exception cref="ProblemException">400: no PROPFIND.</exception>
    public static PropertyQuestion Of(XElement? body)
    {
        if (body is null)
        {
            return Everything;
        }

        if (body.Name != DavNames.D + "propfind")
        {
            throw Problem.BadRequest("The body of a PROPFIND is a propfind element.");
        }

        // Elements that nobody knows may stand beside, and so may stray text.
        if (body.Element(DavNames.D + "prop") is { } named)
        {
            return new PropertyQuestion(Read(named), IsAll: false, NamesOnly: false);
        }

        if (body.Element(DavNames.D + "propname") is not null)
        {
            return Everything with { NamesOnly = true };
        }

        if (body.Element(DavNames.D + "allprop") is null)
        {
            throw Problem.BadRequest("A propfind holds allprop, propname or prop.");
        }

        return body.Element(DavNames.D + "include") is { } included
            ? Everything with { Asked = [.. LiveProperties.All.Concat(Read(included)).DistinctBy(asked => asked.Name)] }
            : Everything;
    }

    private static ImmutableArray<AskedProperty> Read(XElement names)
    {
        var asked = ImmutableArray.CreateBuilder<AskedProperty>();
        foreach (var element in names.Elements())
        {
            if (asked.Count == MaxProperties)
            {
                throw Problem.TooLarge($"A PROPFIND asks for at most {MaxProperties} properties.");
            }

            var name = PropertyName.Of(element);
            asked.Add(new AskedProperty(name, LiveProperties.Find(name)));
        }

        return asked.DrainToImmutable();
    }
}
