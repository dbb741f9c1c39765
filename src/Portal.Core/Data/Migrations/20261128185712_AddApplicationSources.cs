using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddApplicationSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "origin",
                table: "application_revisions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "application_sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    definition = table.Column<string>(type: "jsonb", nullable: false),
                    protected_secrets = table.Column<byte[]>(type: "bytea", nullable: false),
                    first_policy = table.Column<string>(type: "jsonb", nullable: true),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    failure = table.Column<string>(type: "jsonb", nullable: true),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    again = table.Column<bool>(type: "boolean", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    mark = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    origin = table.Column<string>(type: "jsonb", nullable: true),
                    synced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: true),
                    undelivered = table.Column<int>(type: "integer", nullable: true),
                    delivery_failure = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_sources", x => x.id);
                    table.ForeignKey(
                        name: "fk_application_sources_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_application_sources_application_id",
                table: "application_sources",
                column: "application_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_application_sources_checking",
                table: "application_sources",
                column: "created_at",
                filter: "state = 'Checking'");

            migrationBuilder.CreateIndex(
                name: "ix_application_sources_due_at",
                table: "application_sources",
                column: "due_at");
            migrationBuilder.Sql(EmbeddedSql.Read("notify-application-sources.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "application_sources");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "application_revisions");
        }
    }
}
