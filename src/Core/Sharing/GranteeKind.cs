namespace FileStorage.Core.Sharing;

/// <summary>To whom something is granted. The numbers are stored.</summary>
public enum GranteeKind
{
    /// <summary>
    /// A person, by the id made of their e-mail address, so that it need not have an account yet, and nobody is told whether it has.
    /// </summary>
    Person = 0,

    /// <summary>The members of a group, by its id.</summary>
    Group = 1,

    /// <summary>Whoever comes by a public link, by its id.</summary>
    Link = 2,

    /// <summary>Everyone whom nothing nearer names; only ever denied, which ends what is inherited.</summary>
    Everyone = 3,
}
