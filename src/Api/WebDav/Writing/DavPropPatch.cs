using System.Collections.Immutable;
using System.Xml.Linq;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.WebDav;

namespace FileStorage.Api.WebDav.Writing;

/// <summary>PROPPATCH: sets and removes dead properties, in the order of the document, all or none.</summary>
internal sealed class DavPropPatch(DeadProperties deadProperties)
{
    private const int MaxChanges = 200;

    public async Task PatchAsync(DavRequest request)
    {
        var body = await DavBody.ReadAsync(request.Context);
        if (body is null || body.Name != DavNames.D + "propertyupdate")
        {
            throw Problem.BadRequest("The body of a PROPPATCH is a propertyupdate element.");
        }

        var item = await request.FindAsync();
        await request.Guard.RequireFreeAsync(item, withBelow: false, request.Aborted);
        if (!item.Rights.HasFlag(Rights.Change))
        {
            // Also where its place is the caller's own: properties are its content's, and everybody's who sees it.
            throw Problem.Forbidden("You may see this item, and not change it.");
        }

        var (changes, names) = Read(body);
        var isRefused = names.Any(IsProtected);
        if (!isRefused)
        {
            await deadProperties.ChangeAsync(item.DriveId, item.EntryId, changes, CancellationToken.None);
        }

        var writer = new MultistatusWriter(request.Context);
        writer.BeginResponse(request.HrefOf(item));
        if (isRefused)
        {
            WriteGroup(writer, names.Where(IsProtected), "403 Forbidden"u8);
            WriteGroup(writer, names.Where(name => !IsProtected(name)), "424 Failed Dependency"u8);
        }
        else
        {
            WriteGroup(writer, names, "200 OK"u8);
        }

        await writer.EndResponseAsync();
        await writer.EndAsync();
    }

    private static bool IsProtected(PropertyName name) => LiveProperties.Find(name) is not null;

    private static void WriteGroup(MultistatusWriter writer, IEnumerable<PropertyName> names, ReadOnlySpan<byte> status)
    {
        var some = names.ToList();
        if (some.Count == 0)
        {
            return;
        }

        writer.BeginProperties();
        foreach (var name in some)
        {
            writer.WriteName(name);
        }

        writer.EndProperties(status);
    }

    private static (ImmutableArray<DavProperty> Changes, IReadOnlyCollection<PropertyName> Names) Read(XElement update)
    {
        var changes = ImmutableArray.CreateBuilder<DavProperty>();
        foreach (var act in update.Elements())
        {
            var isSet = act.Name == DavNames.D + "set";
            if (!isSet && act.Name != DavNames.D + "remove")
            {
                continue;
            }

            foreach (var property in act.Elements(DavNames.D + "prop").Elements())
            {
                if (changes.Count == MaxChanges)
                {
                    throw Problem.TooLarge($"A PROPPATCH changes at most {MaxChanges} properties.");
                }

                changes.Add(new DavProperty
                {
                    Namespace = property.Name.NamespaceName,
                    Name = property.Name.LocalName,
                    Xml = isSet ? ElementOf(property) : null,
                });
            }
        }

        var names = changes.Select(change => new PropertyName(change.Namespace, change.Name)).Distinct().ToList();
        return (changes.DrainToImmutable(), names);
    }

    // Apart from its document, with the language that was said above it (RFC 4918, 4.3).
    private static string ElementOf(XElement property)
    {
        var language = property.AncestorsAndSelf().Attributes(XNamespace.Xml + "lang").FirstOrDefault();
        var element = new XElement(property);
        if (language is not null)
        {
            element.SetAttributeValue(language.Name, language.Value);
        }

        if (element.Name.Namespace == XNamespace.None)
        {
            // Among elements with a default namespace it would take theirs.
            element.SetAttributeValue("xmlns", "");
        }

        return element.ToString(SaveOptions.DisableFormatting);
    }
}
