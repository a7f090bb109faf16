namespace FileStorage.Core.Sharing;

/// <summary>
/// The one permission rule. What is granted nearest to the item decides: first on the item itself, then on its folder, and so on up to the
/// root. On one item a grant to the person goes before grants to groups, and those before the one to everyone; of several groups the
/// most generous counts. Nothing granted anywhere is no right at all. The owner of the drive may do everything.
/// </summary>
public static class GrantRules
{
    /// <summary>What the grants on one item decide for somebody; null: nothing, ask the folder above.</summary>
    /// <param name="grants">On this very item.</param>
    /// <param name="persons">The ids by which the asker is named: account and e-mail address, or a link.</param>
    /// <param name="groups">The groups that the asker is in.</param>
    public static Role? Decide(IEnumerable<Grant> grants, IReadOnlyList<Guid> persons, IReadOnlyList<Guid> groups)
    {
        Role? person = null;
        Role? group = null;
        Role? everyone = null;
        foreach (var grant in grants)
        {
            switch (grant.Kind)
            {
                case GranteeKind.Everyone:
                    everyone = grant.Role;
                    break;
                case GranteeKind.Group when groups.Contains(grant.GranteeId):
                    group = Higher(group, grant.Role);
                    break;
                case GranteeKind.Person or GranteeKind.Link when persons.Contains(grant.GranteeId):
                    person = Higher(person, grant.Role);
                    break;
            }
        }

        return person ?? group ?? everyone;
    }

    /// <summary>What a role lets one do.</summary>
    public static Rights RightsOf(Role role) => role switch
    {
        Role.Denied => Rights.None,
        Role.Upload => Rights.Create,
        Role.Read => Rights.Read,
        Role.Write => Rights.Read | Rights.Create | Rights.Change,
        Role.Admin or Role.Owner => Rights.All,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    private static Role Higher(Role? one, Role other) => one > other ? one.Value : other;
}
