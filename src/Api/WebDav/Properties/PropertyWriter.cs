using System.Collections.Immutable;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Grains.Interfaces.WebDav;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>Writes what a question asks of one item: what there is, and the names of what there is not.</summary>
internal static class PropertyWriter
{
    /// <summary>Writes the groups of properties of a response that has begun.</summary>
    public static void Write(MultistatusWriter writer, PropertyValues values, PropertyQuestion question, ItemFacts facts)
    {
        var missing = 0;
        writer.BeginProperties();
        foreach (var asked in question.Asked)
        {
            if (asked.Live is { } live)
            {
                if (!values.Has(live, facts))
                {
                    missing++;
                }
                else if (question.NamesOnly)
                {
                    writer.WriteName(asked.Name);
                }
                else
                {
                    values.Write(writer.Body, live, facts);
                }
            }
            else if (Find(facts.Dead, asked.Name) is { } dead)
            {
                writer.Body.Raw(dead.Xml);
            }
            else
            {
                missing++;
            }
        }

        foreach (var dead in question.IsAll ? facts.Dead : [])
        {
            if (question.NamesOnly)
            {
                writer.WriteName(new PropertyName(dead.Namespace, dead.Name));
            }
            else
            {
                writer.Body.Raw(dead.Xml);
            }
        }

        writer.EndProperties("200 OK"u8);
        if (missing > 0 && !question.IsAll)
        {
            WriteMissing(writer, values, question, facts);
        }
    }

    private static void WriteMissing(MultistatusWriter writer, PropertyValues values, PropertyQuestion question, ItemFacts facts)
    {
        writer.BeginProperties();
        foreach (var asked in question.Asked)
        {
            if (asked.Live is { } live ? !values.Has(live, facts) : Find(facts.Dead, asked.Name) is null)
            {
                writer.WriteName(asked.Name);
            }
        }

        writer.EndProperties("404 Not Found"u8);
    }

    private static DavProperty? Find(ImmutableArray<DavProperty> properties, PropertyName name)
    {
        foreach (var property in properties)
        {
            if (property.Name == name.Local && property.Namespace == name.Namespace)
            {
                return property;
            }
        }

        return null;
    }
}
